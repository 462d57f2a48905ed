import { useData } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { onMounted, watch } from "vue";
import "./custom.css";

export default {
  extends: DefaultTheme,
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
