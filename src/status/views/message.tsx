/** A page that says one thing: not found, refused, failed. */
export function MessagePage({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div class="narrow alone">
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p>
        <a class="button" href="/">
          To the overview
        </a>
      </p>
    </div>
  );
}
