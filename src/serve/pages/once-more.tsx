/**
 * For a browser that came here from another site and therefore sends no session along. If this page asks again, it
 * does.
 */
export function OnceMorePage() {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="refresh" content="0" />
        <title>One moment · pullthrough</title>
      </head>
      <body>
        <main>
          <p>One moment. If nothing happens, reload the page.</p>
        </main>
      </body>
    </html>
  );
}
