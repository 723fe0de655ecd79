using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>
/// Tells whoever asked, and gave an address, that something has come of it. The answer itself, the private code and what anybody wrote
/// stay on the portal: whoever reads the mailbox reads no more than that there is a request.
/// </summary>
internal sealed class RequestMails(IMail mail)
{
    private const string Code =
        "To see it you need your private code, which you were shown or told when you asked. It is not in this mail; if you have lost it, ask at the store’s service desk.";

    private const string NotYou = "If you did not ask anything, somebody typed your address by mistake. You need not do anything.";

    /// <summary>What mails follow from.</summary>
    public readonly record struct Standing(RequestState State, DateTimeOffset? AcknowledgedAt, int ExtendedBy)
    {
        public static Standing Of(PersonRequest request) => new(request.State, request.AcknowledgedAt, request.ExtendedBy);
    }

    public bool IsOn => mail.IsOn;

    /// <summary>That it was received.</summary>
    /// <returns>Whether a mail goes out.</returns>
    public Task<bool> ReceivedAsync(OpenedRequest opened, CancellationToken cancellation) =>
        QueueAsync(
            opened,
            MailKind.RequestReceived,
            "we have it",
            [
                $"We have your request to {opened.Store.Name}. Its number is below.",
                opened.AcknowledgeBy is { } by ? $"You hear by {PrivacyWords.Day(by)} that somebody has it in hand." : "",
                $"You get an answer by {PrivacyWords.Day(opened.DueOn)}. On the page below you see how it stands.",
                Code,
                NotYou,
            ],
            cancellation
        );

    /// <summary>What has come of it since, if anything that is told; a request that was withdrawn takes its waiting mails along.</summary>
    public async Task FollowAsync(Standing before, OpenedRequest opened, CancellationToken cancellation)
    {
        var after = Standing.Of(opened.Request);
        if (after == before)
        {
            return;
        }

        if (after.State is RequestState.Withdrawn)
        {
            await mail.WithdrawAsync(opened.Db, opened.Request.Number, Enum.GetValues<MailKind>(), cancellation);
            return;
        }

        var (kind, subject, paragraphs) = after.State switch
        {
            RequestState.Answered => (
                MailKind.RequestAnswered,
                "the answer is there",
                (string[])["We have answered your request. The answer is on the page below.", Code, Grounds.HowToComplain]
            ),
            RequestState.Refused => (
                MailKind.RequestRefused,
                "we have decided",
                [
                    "We have decided about your request. What we decided, why, and what you can do is on the page below.",
                    Code,
                    Grounds.HowToComplain,
                ]
            ),
            RequestState.Transferred => (
                MailKind.RequestTransferred,
                "it was sent on",
                [
                    "What you ask for is held by somebody else, so we sent your request on. To whom is on the page below. They answer you, and their time runs from the day on which they got it.",
                    Code,
                    Grounds.HowToComplain,
                ]
            ),
            _ when after.ExtendedBy != before.ExtendedBy => (
                MailKind.RequestExtended,
                "we need more time",
                [
                    $"We need more time for your request: {PrivacyWords.Count(after.ExtendedBy, "working day")} more. You get an answer by {PrivacyWords.Day(opened.DueOn)}. Why is on the page below.",
                    Code,
                    $"If you do not agree with that: {Grounds.HowToComplain}",
                ]
            ),
            _ => (
                MailKind.RequestAcknowledged,
                "somebody has it in hand",
                [$"Somebody has your request in hand. You get an answer by {PrivacyWords.Day(opened.DueOn)}.", Code]
            ),
        };
        await QueueAsync(opened, kind, subject, paragraphs, cancellation);
    }

    public async Task<MailStanding?> StandingAsync(RetailGuardDb db, string number, CancellationToken cancellation) =>
        (await mail.StandingsAsync(db, [number], cancellation)).GetValueOrDefault(number);

    private async Task<bool> QueueAsync(
        OpenedRequest opened,
        MailKind kind,
        string subject,
        IReadOnlyList<string> paragraphs,
        CancellationToken cancellation
    )
    {
        if (opened.Texts is not { Mail: { } address })
        {
            return false;
        }

        var number = opened.Request.Number;
        var draft = new MailDraft(
            kind,
            number,
            address,
            $"Your request {number}: {subject}",
            [.. paragraphs.Where(p => p.Length > 0).Prepend("Kia ora,")]
        )
        {
            Code = number,
            Page = $"/privacy/follow?number={number}",
        };
        return await mail.QueueAsync(opened.Db, opened.Request.Tenant, draft, cancellation);
    }
}
