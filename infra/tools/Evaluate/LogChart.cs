using System.Globalization;
using System.Text;

namespace RetailGuard.Tools.Evaluate;

/// <summary>A line chart as SVG: powers of ten upwards, and along unless linear.</summary>
/// <param name="left">Least x: a power of ten, or a value.</param>
/// <param name="right">Largest x.</param>
/// <param name="bottom">Least y, a power of ten.</param>
/// <param name="top">Largest y.</param>
/// <param name="xTitle">Along.</param>
/// <param name="yTitle">Upwards.</param>
/// <param name="linear">Whether x is a value.</param>
internal sealed class LogChart(double left, double right, double bottom, double top, string xTitle, string yTitle, bool linear = false)
{
    private const double Width = 720,
        Height = 400,
        Margin = 60;

    private readonly StringBuilder _shapes = new();

    public void Line(string style, IEnumerable<(double X, double Y)> points) =>
        _shapes.Append(
            CultureInfo.InvariantCulture,
            $"<polyline class=\"{style}\" points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):0.#},{Y(p.Y):0.#}")))}\"/>"
        );

    public void Dot(double x, double y, string label) =>
        _shapes.Append(
            CultureInfo.InvariantCulture,
            $"<circle class=\"dot\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"4\"/><text class=\"label\" x=\"{X(x) + 7:0.#}\" y=\"{Y(y) - 7:0.#}\">{label}</text>"
        );

    public string Svg(string title)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        for (var y = (int)bottom; y <= top; y++)
        {
            var at = Y(Math.Pow(10, y));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{Margin}\" x2=\"{Width - 20}\" y1=\"{at:0.#}\" y2=\"{at:0.#}\"/>"
            );
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin - 8}\" y=\"{at + 4:0.#}\" text-anchor=\"end\">{Power(y)}</text>");
        }

        for (var x = left; x <= right + 1e-9; x += linear ? 0.25 : 1)
        {
            var at = X(linear ? x : Math.Pow(10, x));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"grid\" x1=\"{at:0.#}\" x2=\"{at:0.#}\" y1=\"20\" y2=\"{Height - Margin}\"/>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{at:0.#}\" y=\"{Height - Margin + 18}\" text-anchor=\"middle\">{(linear ? x.ToString("0.##", CultureInfo.InvariantCulture) : Power((int)x))}</text>"
            );
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">{xTitle}</text>");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text transform=\"translate(14 {Height / 2}) rotate(-90)\" text-anchor=\"middle\">{yTitle}</text>"
        );
        return svg.Append(_shapes).Append("</svg>").ToString();
    }

    private double X(double x) =>
        Margin + ((Math.Clamp(linear ? x : Math.Log10(x), left, right) - left) / (right - left) * (Width - Margin - 20));

    private double Y(double y) =>
        Height - Margin - ((Math.Clamp(Math.Log10(y), bottom, top) - bottom) / (top - bottom) * (Height - Margin - 20));

    private static string Power(int exponent) => exponent == 0 ? "1" : string.Create(CultureInfo.InvariantCulture, $"1e{exponent}");
}
