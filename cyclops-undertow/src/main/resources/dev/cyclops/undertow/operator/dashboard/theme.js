// Before the page is drawn, so that it does not flash in the other colours. data-theme is always there.
'use strict';
(() => {
  const page = document.documentElement.dataset;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen = null;
  try {
    chosen = localStorage.getItem('cyclops-theme');
  } catch {
    // No storage: as the system has it.
  }
  if (chosen === 'dark' || chosen === 'light') {
    page.chosenTheme = chosen;
  }
  const show = () => {
    page.theme = page.chosenTheme || (dark.matches ? 'dark' : 'light');
  };
  dark.addEventListener('change', show);
  show();
})();
