// Runs before the first paint: theme, language and direction as the reader left them. A file of its own because the
// content security policy forbids inline scripts.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return window.localStorage.getItem('vistone.' + key);
    } catch {
      return null;
    }
  };
  var theme = read('theme');
  var dark = theme === 'dark' || (theme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-theme', dark ? 'dark' : 'light');
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  var known = ['en', 'de', 'ar'];
  var wanted = (read('locale') || navigator.language || 'en').slice(0, 2);
  var locale = known.indexOf(wanted) >= 0 ? wanted : 'en';
  root.lang = locale;
  root.dir = locale === 'ar' ? 'rtl' : 'ltr';
  if (read('sidebar') === 'narrow') root.setAttribute('data-sidebar', 'narrow');
})();
