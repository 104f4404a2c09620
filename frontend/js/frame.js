// Shows one e-mail that is not trusted. This page has no rights (its headers see to that), and neither has the frame
// within. The page around it sends {html} as a message. A classic script: a module may not be loaded without an origin.

addEventListener("message", (event) => {
  if (event.source !== parent || typeof event.data?.html !== "string") return;
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  frame.title = document.title;
  frame.srcdoc = `<base target="_blank">${event.data.html}`;
  document.body.replaceChildren(frame);
});
parent.postMessage({ isReady: true }, "*");
