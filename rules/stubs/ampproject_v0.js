// Stands in for AMP's runtime: cdn.ampproject.org/v0.js
//
// AMP pages stay invisible until the runtime is there, and their pictures are
// elements of its own. The page is shown, and the pictures are made plain ones.
(() => {
  function show() {
    document.body.style.setProperty('animation', 'none', 'important');
    document.body.style.setProperty('visibility', 'visible', 'important');
    for (const place of Array.from(document.querySelectorAll('amp-img[src]'))) {
      const image = document.createElement('img');
      for (const name of ['src', 'srcset', 'alt', 'width', 'height']) {
        if (place.hasAttribute(name)) image.setAttribute(name, place.getAttribute(name));
      }
      image.style.maxWidth = '100%';
      place.replaceWith(image);
    }
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
  else show();
  window.AMP = window.AMP || { push: () => {} };
})();
