/**
 * For a browser that was led here from another site, and for that sends no session along: asked for anew by this page, it
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
          <p>One moment. If nothing happens, load the page again.</p>
        </main>
      </body>
    </html>
  );
}
