/** The top of the site's first page, above the table of contents. */
export const home = `---
layout: home
hero:
  name: Harbor
  text: Webhooks that arrive
  tagline: A 202 means that the event is stored. Harbor signs it, sends it to every subscribed destination, retries, and keeps it when all retries fail.
  image: { src: /favicon.svg, alt: "" }
  actions:
    - { text: Quickstart, link: ./quickstart }
    - { text: Receive events, link: ./packages/receiver, theme: alt }
    - { text: API reference, link: ./api/, theme: alt }
---

`;
