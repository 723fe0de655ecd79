using System.Net;
using System.Text;
using MimeKit;

namespace RetailGuard.Mail;

/// <summary>Makes a message of what a mail says: text, and the same as simple HTML with nothing that is fetched from elsewhere.</summary>
internal static class MailRenderer
{
    private const string Footer = "RetailGuard sent this mail by itself. Nobody reads answers to it.";

    /// <param name="retailer">Its name stands before the address that the mail is from.</param>
    /// <returns>Null where the address is none.</returns>
    public static MimeMessage? Render(OutgoingMail mail, MailTexts texts, string retailer, MailOptions options, DateTimeOffset now)
    {
        if (!MailboxAddress.TryParse(texts.Address, out var to))
        {
            return null;
        }

        var message = new MimeMessage
        {
            // The same at each try: whoever gets it twice can tell that it is one.
            MessageId = $"{mail.Id}@{options.From[(options.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}",
            Date = now,
            Subject = OneLine(texts.Subject),
        };
        message.From.Add(new MailboxAddress(OneLine(retailer), options.From));
        message.To.Add(to);

        // RFC 3834: no answering machine answers it.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new MultipartAlternative
        {
            new TextPart("plain") { Text = Text(texts, options) },
            new TextPart("html") { Text = Html(texts, options) },
        };
        return message;
    }

    private static string Text(MailTexts texts, MailOptions options)
    {
        var text = new StringBuilder();
        foreach (var part in Parts())
        {
            text.Append(part).Append("\n\n");
        }

        return text.Append("-- \n").Append(Footer).Append('\n').ToString();

        IEnumerable<string> Parts()
        {
            foreach (var paragraph in texts.Paragraphs)
            {
                yield return paragraph;
            }

            if (texts.Code is { } code)
            {
                yield return $"    {code}";
            }

            if (texts.Page is { } page)
            {
                yield return options.PublicAddress + page;
            }
        }
    }

    private static string Html(MailTexts texts, MailOptions options)
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"en-NZ\"><head><meta charset=\"utf-8\"><title>")
            .Append(Encoded(texts.Subject))
            .Append("</title></head><body style=\"font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em\">");
        foreach (var paragraph in texts.Paragraphs)
        {
            html.Append("<p>").Append(Encoded(paragraph)).Append("</p>");
        }

        if (texts.Code is { } code)
        {
            html.Append("<p style=\"font-family:monospace;font-size:20px\">").Append(Encoded(code)).Append("</p>");
        }

        if (texts.Page is { } page)
        {
            var link = Encoded(options.PublicAddress + page);
            html.Append("<p><a href=\"").Append(link).Append("\">").Append(link).Append("</a></p>");
        }

        return html.Append("<hr><p style=\"font-size:13px\">").Append(Footer).Append("</p></body></html>").ToString();
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
