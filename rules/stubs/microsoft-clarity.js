// Stands in for Microsoft Clarity: clarity.ms/tag/*
//
// Pages call clarity('identify', …), some of them awaiting it, and
// clarity('metadata', callback). Nothing is filmed, and nothing leaves the page.
(() => {
  const before = window.clarity || {};
  if (before.v) return;
  const clarity = (method, ...words) => {
    const session = { userId: '', sessionId: '', pageNum: 1 };
    for (const word of words) if (typeof word === 'function') setTimeout(() => word(session));
    return method === 'identify' ? Promise.resolve({ id: '', session: '', page: '' }) : undefined;
  };
  Object.assign(clarity, { v: '0.8', q: [], t: before.t });
  window.clarity = clarity;
  for (const words of Array.from(before.q || [])) void clarity(...Array.from(words));
})();
