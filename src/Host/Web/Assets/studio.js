// Connects Studio's elements with our pages. From page to page the element alone is exchanged: the runtime beneath the elements stays, whose start takes most of a page's time.
(() => {
  const base = new URL(document.baseURI);
  const pages = [
    { path: /^workflows\/definitions$/, element: 'elsa-workflow-definition-list', title: () => 'Workflows', callbacks: { editWorkflowDefinition: id => edit(id) } },
    { path: /^workflows\/definitions\/([^/]+)\/edit$/, element: 'elsa-workflow-definition-editor', attribute: 'definition-id', title: id => id },
    { path: /^workflows\/instances$/, element: 'elsa-workflow-instance-list', title: () => 'Runs', callbacks: { viewWorkflowInstance: id => view(id) } },
    { path: /^workflows\/instances\/([^/]+)\/view$/, element: 'elsa-workflow-instance-viewer', attribute: 'instance-id', title: id => `Run ${id}`, callbacks: { editWorkflowDefinition: id => edit(id) } },
  ];
  const edit = id => go(`workflows/definitions/${encodeURIComponent(id)}/edit`);
  const view = id => go(`workflows/instances/${encodeURIComponent(id)}/view`);

  const find = url => {
    const path = url.origin === base.origin && url.pathname.startsWith(base.pathname) ? url.pathname.slice(base.pathname.length) : '';
    const page = pages.find(page => page.path.test(path));
    return page && { ...page, id: decodeURIComponent(page.path.exec(path)[1] ?? '') };
  };

  // Through the runtime, so that the elements know where they are.
  const go = path => customElements.get('elsa-backend-provider') ? Blazor.navigateTo(new URL(path, base).href) : location.assign(new URL(path, base));

  let shown = location.pathname;
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const target = url && new URL(url, base);
    if (target && target.pathname !== location.pathname && !find(target))
      return location.assign(target);
    push(state, unused, url);
    show();
  };
  addEventListener('popstate', () => show());

  // One after the other: two elements at a time disturb each other.
  let showing = Promise.resolve();
  const show = () => showing = showing.then(async () => {
    if (location.pathname === shown)
      return;
    shown = location.pathname;
    const page = find(new URL(location.href));
    const main = document.querySelector('main.studio');
    const old = pages.map(({ element }) => main.querySelector(element)).find(element => element);
    if (!page || !old?._addRootComponentPromise)
      return location.reload();
    main.setAttribute('aria-busy', 'true');
    await remove(old);
    main.append(create(page));
    main.querySelector('h1').textContent = page.title(page.id);
    document.title = `${page.title(page.id)} – Masterplan`;
    main.removeAttribute('aria-busy');
    main.focus();
  }).catch(() => location.reload());

  // An element goes a second after it is taken out, and so long the next would find it in its way.
  const remove = async element => {
    element.remove();
    clearTimeout(element._disposalTimeoutHandle);
    element._isDisposed = true;
    await (await element._addRootComponentPromise).dispose();
  };

  const create = page => {
    const element = document.createElement(page.element);
    if (page.attribute)
      element.setAttribute(page.attribute, page.id);
    return Object.assign(element, page.callbacks);
  };

  for (const { element, callbacks } of pages)
    customElements.whenDefined(element).then(() => {
      for (const there of document.querySelectorAll(element)) {
        Object.assign(there, callbacks);
        there.closest('main').removeAttribute('aria-busy');
      }
    });

  // Rules for a layout that no page has. To see whether it is there, the browser works out the root's 2,700 variables anew with every element that comes or goes.
  for (const { sheet } of document.querySelectorAll('link[href*="Radzen"]'))
    for (let rule = (sheet?.cssRules.length ?? 0) - 1; rule >= 0; rule--)
      if (sheet.cssRules[rule].selectorText?.startsWith(':root:has('))
        sheet.deleteRule(rule);

  // The code editor is 3.6 MB of script for the thread that draws, and is asked for before there is a drawing. It comes after the first activity.
  const drawn = new Promise(done => new MutationObserver((_, observer) => {
    if (document.querySelector('.x6-node')) {
      observer.disconnect();
      requestIdleCallback(done);
    }
  }).observe(document.querySelector('main'), { childList: true, subtree: true }));
  const soon = () => new Promise(done => setTimeout(done, 3000));
  const load = name => new Promise((done, failed) => document.head.append(Object.assign(document.createElement('script'), { src: `_content/BlazorMonaco/lib/monaco-editor/min/vs/${name}`, onload: done, onerror: failed })));
  let loading;
  const codeEditor = () => loading ??= Promise.race([drawn, soon()]).then(() => load('loader.js')).then(() => load('editor/editor.main.js')).then(() => new Promise(done => require(['vs/editor/editor.main'], done)));
  for (const name of ['create', 'createDiffEditor', 'createModel', 'defineTheme', 'setTheme']) {
    const call = blazorMonaco.editor[name];
    blazorMonaco.editor[name] = async (...parameters) => {
      await codeEditor();
      // Who has gone on meanwhile has taken the editor's place away; nobody waits for it any more.
      const isGone = ['create', 'createDiffEditor'].includes(name) && !document.getElementById(parameters[0]);
      return isGone ? new Promise(() => {}) : call.apply(blazorMonaco.editor, parameters);
    };
  }

  document.addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target || !find(new URL(link.href)))
      return;
    event.preventDefault();
    go(link.href);
  });

  // Twenty times the default: while a page is drawn most code runs a few times, and compiling it costs more than it saves.
  Blazor.start({ configureRuntime: runtime => runtime.withRuntimeOptions(['--jiterpreter-minimum-trace-hit-count=100000']) });
})();
