/* Runs before anything is painted, so that a kept choice of theme and language never flickers. No module: those wait. */
(() => {
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = kept('theme');
  if (theme === 'dark' || theme === 'light') {
    document.documentElement.dataset.theme = theme;
  }
  const spoken = (document.currentScript.dataset.languages ?? 'en nl de fr').split(' ');
  const language = kept('language') ?? navigator.language.slice(0, 2);
  document.documentElement.lang = spoken.includes(language) ? language : 'en';
})();
