// What the theme leaves out for those who use a keyboard or a screen reader.
(() => {
  const parts = ".select2-selection, .select2-selection__rendered, .select2-search__field";

  // Fields that complete themselves get the name of their label: select2 gives them none.
  const named = (field) => {
    const select = field.previousElementSibling;
    const label = select && select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) {
      const name = label.textContent.replace(/[\s*:]+$/, "").trim();
      field.querySelectorAll(parts).forEach((part) => part.setAttribute("aria-label", name));
    }
  };

  // Links that lead nowhere but do something, as the one that opens the filters, become buttons that keys reach.
  const pressable = (link) => {
    link.setAttribute("role", "button");
    link.setAttribute("tabindex", "0");
    link.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        link.click();
      }
    });
  };

  new MutationObserver(() => document.querySelectorAll("select + .select2").forEach(named)).observe(
    document.documentElement,
    { childList: true, subtree: true },
  );
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("a:not([href])[x-on\\:click]").forEach(pressable);
  });
})();
