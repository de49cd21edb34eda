// Stands in for embedded posts of Threads: threads.com/embed.js
//
// Pages write a post as a quotation with a link. It becomes the frame that the
// real script would make, which is answered with a placeholder. Nothing leaves
// the page.
(() => {
  function process() {
    for (const quote of Array.from(document.querySelectorAll('blockquote.text-post-media'))) {
      const link = quote.getAttribute('data-text-post-permalink') || '';
      const [post] =
        /^https:\/\/www\.threads\.(?:com|net)\/(?:@[\w.]+\/post|t)\/[\w-]+/.exec(link) || [];
      if (!post) continue;
      const frame = document.createElement('iframe');
      frame.src = `${post}/embed`;
      frame.title = 'A post on Threads';
      frame.style.cssText = 'border: none; width: 100%; max-width: 540px; height: 480px';
      quote.replaceWith(frame);
    }
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', process);
  else process();
})();
