extension Film {
  /// The film as one page: each picture an SVG, stepped through with ← and → (Home and End, buttons, a click or a touch forward). What the
  /// picture says is read out, and stands under it on request.
  package func html(theme: Theme) -> String {
    let palette = Palette(theme: theme, depth: .truecolor)
    let (paper, ink) = (palette.page.background.hexColour, palette.page.text.hexColour)
    let figures = pictures.enumerated().map { number, picture in
      let key = picture.key.isEmpty ? "" : " · key <kbd>\(picture.key.xmlEscaped)</kbd>"
      let sentences = picture.description.split(separator: "\n").map { "<p>\(String($0).xmlEscaped)</p>" }.joined()
      return """
        <figure\(number == 0 ? "" : " hidden")>
        \(picture.frame.svg(theme: theme, title: title, description: picture.description))<figcaption>\(number + 1) of \(pictures.count)\(key)\
        <details><summary>in words</summary>\(sentences)</details></figcaption>
        </figure>

        """
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title.xmlEscaped)</title>
      <style>
      body { margin: 0; padding: 1rem; background: \(paper); color: \(ink); font: 1rem/1.4 system-ui, sans-serif; }
      figure { margin: 0 auto; max-width: \(size.width * CellShape.width)px; }
      figure svg { width: 100%; height: auto; display: block; cursor: pointer; }
      figcaption { padding: 0.5rem 0; }
      button { background: none; color: inherit; font: inherit; border: 1px solid; border-radius: 3px; padding: 0.2em 1em; cursor: pointer; }
      kbd { border: 1px solid; border-radius: 3px; padding: 0 0.3em; }
      summary { cursor: pointer; }
      p { margin: 0.2rem 0; }
      </style>
      </head>
      <body>
      <main aria-live="polite">
      \(figures.joined())</main>
      <p style="text-align: center"><button type="button" id="back">← back</button> <button type="button" id="on">on →</button></p>
      <p style="text-align: center">keys: ← → Home End</p>
      <script>
      const figures = [...document.querySelectorAll("figure")];
      let shown = 0;
      function show(number) {
        const isOpen = figures[shown].querySelector("details").open;
        figures[shown].hidden = true;
        shown = Math.min(Math.max(number, 0), figures.length - 1);
        figures[shown].hidden = false;
        figures[shown].querySelector("details").open = isOpen;
      }
      document.addEventListener("keydown", event => {
        const numbers = { ArrowRight: shown + 1, ArrowLeft: shown - 1, Home: 0, End: figures.length - 1 };
        if (!(event.key in numbers) || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        show(numbers[event.key]);
      });
      document.getElementById("back").addEventListener("click", () => show(shown - 1));
      document.getElementById("on").addEventListener("click", () => show(shown + 1));
      for (const figure of figures) figure.querySelector("svg").addEventListener("click", () => show(shown + 1));
      </script>
      </body>
      </html>

      """
  }
}
