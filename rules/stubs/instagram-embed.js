// Stands in for Instagram's embedded posts: instagram.com/embed.js
//
// Pages write a post as a quotation with a link. It becomes the frame that the
// real script would make, which is answered with a placeholder. Nothing leaves
// the page.
(() => {
  if (window.instgrm) return;
  function process() {
    for (const quote of Array.from(document.querySelectorAll('blockquote.instagram-media'))) {
      const link = quote.getAttribute('data-instgrm-permalink') || '';
      const [, path] =
        /^https:\/\/www\.instagram\.com\/((?:[\w.]+\/)?(?:p|reel|tv)\/[\w-]+)/.exec(link) || [];
      if (!path) continue;
      const frame = document.createElement('iframe');
      const isTold = quote.hasAttribute('data-instgrm-captioned');
      frame.src = `https://www.instagram.com/${path}/embed/${isTold ? 'captioned/' : ''}`;
      frame.title = 'A post on Instagram';
      frame.style.cssText = 'border: none; width: 100%; max-width: 540px; height: 480px';
      quote.replaceWith(frame);
    }
  }
  window.instgrm = { Embeds: { process } };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', process);
  else process();
})();
