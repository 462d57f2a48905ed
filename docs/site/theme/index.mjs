import { useData, withBase } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { h, onMounted, watch } from "vue";
import "./custom.css";

/** Below each page: the same page as Markdown. */
const MarkdownLink = {
  setup() {
    const { page } = useData();
    // The router would look for a page of the site at this address.
    return () =>
      h("a", { href: withBase(`/${page.value.relativePath}`), target: "_blank" }, "This page as Markdown");
  },
};

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      "doc-footer-before": () => h("p", { class: "markdown-link" }, h(MarkdownLink)),
    }),
  setup() {
    const { frontmatter } = useData();
    // The first page has no `main` element of its own, as the others have.
    const markMain = () => {
      const content = document.getElementById("VPContent");
      if (frontmatter.value.layout === "home") content?.setAttribute("role", "main");
      else content?.removeAttribute("role");
    };
    onMounted(markMain);
    watch(frontmatter, markMain);
  },
};
