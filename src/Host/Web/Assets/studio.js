// Connects Studio's elements with our pages: what they call when something is chosen, and the addresses they push without loading a page.
(() => {
  const go = path => location.assign(new URL(path, document.baseURI));
  const edit = id => go(`workflows/definitions/${encodeURIComponent(id)}/edit`);
  const view = id => go(`workflows/instances/${encodeURIComponent(id)}/view`);

  const handlers = {
    'elsa-workflow-definition-list': { editWorkflowDefinition: edit },
    'elsa-workflow-instance-list': { viewWorkflowInstance: view },
    'elsa-workflow-instance-viewer': { editWorkflowDefinition: edit },
    'elsa-workflow-definition-editor': {},
  };
  for (const [name, callbacks] of Object.entries(handlers))
    customElements.whenDefined(name).then(() => {
      for (const element of document.querySelectorAll(name)) {
        Object.assign(element, callbacks);
        element.closest('main').removeAttribute('aria-busy');
      }
    });

  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const target = url && new URL(url, document.baseURI);
    if (target && target.pathname !== location.pathname)
      location.assign(target);
    else
      push(state, unused, url);
  };
})();
