export default function Page() {
  return (
    <p>
      Deliveries go to <code>/webhooks/harbor</code> (App Router) or <code>/api/webhooks/harbor</code> (Pages
      Router).
    </p>
  );
}
