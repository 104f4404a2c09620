/** The journey as a picture. */
export const picture = {
  title: "Take a picture",
  preview: "Preview",
  alt: "Picture of the journey “{name}”",
  hint: "PNG fits into slides and mails. SVG stays sharp at any size. Pictures are always light, whatever your screen.",
  empty: "There is nothing to draw yet. Add a step first.",
  print: "Print",
  svg: "Save as SVG",
  png: "Save as PNG",
};
