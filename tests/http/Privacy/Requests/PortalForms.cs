using System.Net;
using System.Text.RegularExpressions;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>The portal's pages as a person fills them in, on a phone without script.</summary>
internal static partial class PortalForms
{
    public static Dictionary<string, string> Filled() =>
        new(StringComparer.Ordinal)
        {
            ["name"] = "Requester 1",
            ["contact"] = "requester1@example.org",
            ["when"] = "Last Tuesday about 5 pm, at the entrance",
            ["reference"] = "",
            ["words"] = "I was stopped at the door, kei te pōuri au.",
        };

    public static Task<Answer> SendAsync(IServer server, string path, IReadOnlyDictionary<string, string> fields) =>
        server.Anyone.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields));

    /// <summary>Sends a request that breaks no rule.</summary>
    public static async Task<(string Number, string Code)> AskAsync(Shop shop, string door)
    {
        return ShownIn((await SendAsync(shop.Retailer.Server, $"/privacy/{shop.Id}/{door}", Filled())).Ok());
    }

    /// <summary>Number and code on a receipt.</summary>
    public static (string Number, string Code) ShownIn(Answer receipt)
    {
        var shown = Shown().Matches(receipt.Text);
        return (shown[0].Groups["text"].Value, shown[1].Groups["text"].Value);
    }

    public static Task<Answer> FollowAsync(IServer server, (string Number, string Code) request, string step = "", string? text = null)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = request.Number, ["code"] = request.Code };
        if (text is not null)
        {
            fields["text"] = text;
        }

        return SendAsync(server, $"/privacy/follow{step}", fields);
    }

    /// <summary>What a page says, without its markup.</summary>
    public static string Words(Answer page) => WebUtility.HtmlDecode(page.Text);

    [GeneratedRegex("class=\"number\">(?<text>[^<]+)<", RegexOptions.None, 1000)]
    private static partial Regex Shown();
}
