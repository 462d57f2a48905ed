import { findWords } from "./word-list.mjs";

/** ESLint rule: plain words in comments, strings and templates. */
const plainWords = {
  meta: { type: "suggestion", schema: [], messages: { word: '"{{word}}": write {{advice}}.' } },
  create(context) {
    const { sourceCode } = context;
    const report = (text, start) => {
      for (const { index, word, advice } of findWords(text)) {
        const loc = sourceCode.getLocFromIndex(start + index);
        context.report({ loc, messageId: "word", data: { word, advice } });
      }
    };
    const reportNode = (node) => report(sourceCode.getText(node), node.range[0]);
    return {
      Program() {
        for (const comment of sourceCode.getAllComments()) report(comment.value, comment.range[0] + 2);
      },
      Literal: (node) => typeof node.value === "string" && reportNode(node),
      TemplateElement: reportNode,
    };
  },
};

export const words = { rules: { "plain-words": plainWords } };
