// Keeps a page up to date: the server sends sections that have changed, rendered; focus and what was opened stay as they are.
(() => {
  const main = document.querySelector('[data-live]');
  if (!main || !window.EventSource)
    return;
  const offline = document.getElementById('offline');
  const opened = new Map();
  const shown = new Map();
  const focusable = 'a[href], button, input, select, summary';
  let source;

  main.addEventListener('toggle', event => event.target.id && opened.set(event.target.id, event.target.open), true);

  const replace = ({ id, html }) => {
    const section = document.getElementById(id);
    if (!section || shown.get(id) === html)
      return;
    const isFirst = !shown.has(id);
    shown.set(id, html);
    // Whoever types into a form is not disturbed.
    if (section.contains(document.activeElement) && document.activeElement.matches('input, select'))
      return;
    if (isFirst && id === 'announcement')
      return;
    const focused = section.contains(document.activeElement) ? [...section.querySelectorAll(focusable)].indexOf(document.activeElement) : -1;
    section.innerHTML = html;
    for (const details of section.querySelectorAll('details[id]'))
      if (opened.has(details.id))
        details.open = opened.get(details.id);
    if (focused >= 0)
      section.querySelectorAll(focusable)[focused]?.focus({ preventScroll: true });
  };

  const connect = () => {
    source = new EventSource(main.dataset.live);
    source.addEventListener('section', event => replace(JSON.parse(event.data)));
    source.onopen = () => { offline.hidden = true; };
    source.onerror = () => { offline.hidden = false; };
  };

  // A page that nobody sees asks for nothing.
  document.addEventListener('visibilitychange', () => {
    source?.close();
    if (!document.hidden)
      connect();
  });
  connect();
})();
