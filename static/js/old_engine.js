/* For engines from before the cascade layers of 2022, which would drop every rule of our styles: they get the same sheets without
   layers (pollapp/web/sheets.py). A plain script in the syntax of 2009, at the end of each page's head. */
(function () {
  var links = document.querySelectorAll('link[rel="stylesheet"]');
  if (window.CSSLayerBlockRule) return;
  for (var at = 0; at < links.length; at += 1) links[at].href = links[at].href.replace("/css-of/", "/flat-css-of/");
})();
