using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Assurance;

/// <summary>One sitting of the exam. A passed one is the person's certificate until a later one is passed.</summary>
internal sealed class ExamTry : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required PersonId PersonId { get; init; }

    /// <summary>1, 2, 3 … of this person.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string CourseVersion { get; init; }

    /// <summary>Right answers.</summary>
    public required int Right { get; init; }

    /// <summary>Questions asked.</summary>
    public required int Of { get; init; }

    /// <summary>When the certificate lapses; null when the exam was failed.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}
