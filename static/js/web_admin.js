// Fields that complete themselves get the name of their label: select2 gives them none, and a screen reader needs one.
(() => {
  const parts = ".select2-selection, .select2-selection__rendered, .select2-search__field";

  const named = (field) => {
    const select = field.previousElementSibling;
    const label = select && select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) {
      const name = label.textContent.replace(/[\s*:]+$/, "").trim();
      field.querySelectorAll(parts).forEach((part) => part.setAttribute("aria-label", name));
    }
  };

  new MutationObserver(() => document.querySelectorAll("select + .select2").forEach(named)).observe(
    document.documentElement,
    { childList: true, subtree: true },
  );
})();
