// Takes eval() from a page, and says nothing.
window.eval = () => {};
