// Stands in for embedded videos of TikTok: tiktok.com/embed.js
//
// Pages write a video as a quotation with a link. It becomes the frame that the
// real script would make, which is answered with a placeholder. What else is
// quoted (a profile, a tag) stays a quotation with its link. Nothing leaves the
// page.
(() => {
  function render() {
    for (const quote of Array.from(document.querySelectorAll('blockquote.tiktok-embed'))) {
      const id = quote.getAttribute('data-video-id') || '';
      if (!/^\d{1,20}$/.test(id)) continue;
      const frame = document.createElement('iframe');
      frame.src = `https://www.tiktok.com/embed/v2/${id}`;
      frame.title = 'A video on TikTok';
      frame.style.cssText = 'border: none; width: 100%; max-width: 325px; height: 740px';
      quote.replaceWith(frame);
    }
  }
  // Pages that add videos later call this.
  window.tiktokEmbed = window.tiktokEmbed || { lib: { render } };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', render);
  else render();
})();
