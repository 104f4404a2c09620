// A classic script in the head: the page must not flash white before the modules run.
document.documentElement.dataset.theme = localStorage.getItem("towpath.theme") ?? "system";
