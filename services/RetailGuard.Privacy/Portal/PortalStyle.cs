using System.Security.Cryptography;
using System.Text;

namespace RetailGuard.Privacy.Portal;

/// <summary>How the portal looks: one sheet within each page, which runs by its hash and nothing else.</summary>
internal static class PortalStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark }
        body { font: 1.25rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1.5rem; overflow-wrap: anywhere }
        h1 { font-size: 1.75rem; line-height: 1.25 }
        h2 { font-size: 1.3rem; margin-top: 2rem }
        ul.doors { list-style: none; padding: 0 }
        ul.doors a { display: block; border: 2px solid; border-radius: .5rem; padding: 1rem; margin: .75rem 0; font-weight: 700 }
        label { display: block; font-weight: 700; margin-top: 1.5rem }
        .hint { font-size: 1.05rem; margin: 0 0 .25rem }
        input, textarea { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; border: 2px solid; border-radius: .4rem; min-height: 3.2rem }
        button { font: inherit; font-weight: 700; padding: .8rem 1.4rem; margin: 1.5rem 1rem 0 0; border: 2px solid; border-radius: .4rem; min-height: 3.5rem; cursor: pointer }
        :focus-visible { outline: 4px solid; outline-offset: 3px }
        .number { font-size: 1.8rem; font-weight: 700; letter-spacing: .06em; margin: 0 }
        .box { border: 3px solid; border-radius: .5rem; padding: 0 1rem; margin: 1.5rem 0 }
        .small { font-size: 1.05rem }
        table { border-collapse: collapse; width: 100%; font-size: 1.05rem }
        th, td { text-align: left; vertical-align: top; padding: .5rem; border: 1px solid }
        dt { font-weight: 700; margin-top: 1rem }
        dd { margin: 0 }
        @media (max-width: 40rem) { thead { position: absolute; left: -99rem } tr, td { display: block } td::before { content: attr(data-label) ": "; font-weight: 700 } tr { margin-bottom: 1rem } }
        @media print { form, .no-print { display: none } body { max-width: none; font-size: 11pt } tr { break-inside: avoid } }
        """;

    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
