using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Orleans;

namespace RetailGuard.Foundation;

/// <summary>What kind of "no" it is; decides the HTTP status and nothing else.</summary>
public enum RefusalKind
{
    /// <summary>The input breaks a rule: 422.</summary>
    Invalid,

    /// <summary>The world has moved on since the person looked: 409.</summary>
    Conflict,

    /// <summary>Not there, or another tenant's or store's: 404.</summary>
    NotFound,

    /// <summary>Signed in, but not allowed: 403.</summary>
    Forbidden,

    /// <summary>Who is asking is not proven: 401.</summary>
    Unauthenticated,

    /// <summary>Too many wrong tries: 423.</summary>
    LockedOut,

    /// <summary>Too many requests from one address: 429.</summary>
    TooMany,

    /// <summary>Was there, and its time is over: 410.</summary>
    Gone,

    /// <summary>The service cannot do it now: 503.</summary>
    Unavailable,

    /// <summary>The address answers other methods: 405.</summary>
    MethodNotAllowed,

    /// <summary>The body is of a kind that the address does not read: 415.</summary>
    UnsupportedMediaType,

    /// <summary>Not what its sender claims it to be, or not whole: 400.</summary>
    Unreadable,
}

/// <summary>An expected "no". Exceptions are for bugs and broken infrastructure.</summary>
/// <param name="Code">Stable, for programs: <c>alert-expired</c>.</param>
/// <param name="Detail">A sentence that the person can act on; never holds personal data.</param>
[GenerateSerializer, Immutable, Alias("RetailGuard.Refusal")]
public sealed record Refusal([property: Id(0)] string Code, [property: Id(1)] string Detail, [property: Id(2)] RefusalKind Kind)
{
    /// <summary>What is wrong with each field of the request, by its name; null where no field is.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    public static Refusal Invalid(string code, string detail) => new(code, detail, RefusalKind.Invalid);

    public static Refusal Conflict(string code, string detail) => new(code, detail, RefusalKind.Conflict);

    /// <summary>The same answer for "does not exist" and "belongs to somebody else", so that ids cannot be probed.</summary>
    public static Refusal NotFound(string what) =>
        new("not-found", $"There is no such {what}, or it is not yours to see.", RefusalKind.NotFound);

    public int Status =>
        Kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            RefusalKind.LockedOut => StatusCodes.Status423Locked,
            RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
            RefusalKind.Gone => StatusCodes.Status410Gone,
            RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            RefusalKind.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
            RefusalKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
            RefusalKind.Unreadable => StatusCodes.Status400BadRequest,
        };

    /// <summary>The refusal as <c>application/problem+json</c>: see <see cref="Problem"/>.</summary>
    public ProblemHttpResult ToHttp() =>
        TypedResults.Problem(
            Detail,
            statusCode: Status,
            title: Code,
            extensions: Errors is null
                ? new Dictionary<string, object?> { ["code"] = Code }
                : new Dictionary<string, object?> { ["code"] = Code, ["errors"] = Errors }
        );
}

/// <summary>A value, or the reason why there is none.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.Result`1")]
public sealed record Result<T>
{
    private Result(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    [Id(0)]
    private T? Value { get; init; }

    [Id(1)]
    private Refusal? Refusal { get; init; }

    [SuppressMessage("Usage", "CA2225", Justification = "Conversion is how a use case answers.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    [SuppressMessage("Usage", "CA2225", Justification = "Conversion is how a use case answers.")]
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    /// <summary>True with a value; false with a refusal.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = (Value, Refusal);
        return refusal is null;
    }

    /// <summary>The value; a refusal is a bug of the caller here.</summary>
    public T Expect() => Refusal is null ? Value! : throw new InvalidOperationException($"Refused: {Refusal.Code}.");

    /// <summary>What a route answers: the success that is made from the value, or the refusal.</summary>
    public Answer<TSuccess> ToHttp<TSuccess>(Func<T, TSuccess> success)
        where TSuccess : IResult, IEndpointMetadataProvider
    {
        ArgumentNullException.ThrowIfNull(success);
        return Refusal is null ? success(Value!) : Refusal;
    }
}

/// <summary>The value of a use case that only succeeds.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.Done")]
public sealed record Done
{
    public static Done Instance { get; } = new();
}
