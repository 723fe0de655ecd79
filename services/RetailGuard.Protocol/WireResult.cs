using System.Diagnostics.CodeAnalysis;

namespace RetailGuard.Protocol;

/// <summary>Why a frame is not accepted.</summary>
/// <param name="Code">Stable, one of <see cref="WireCodes"/>; goes into <c>Problem.code</c>.</param>
/// <param name="Detail">A sentence for the installer: which field, which limit. Never a field's content.</param>
public sealed record WireRefusal(string Code, string Detail);

/// <summary>A value or the reason why there is none. Nothing here throws on what the other side sent.</summary>
public readonly record struct WireResult<T>(T? Value, WireRefusal? Refusal)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null && Value is not null;
}

/// <summary>The codes of <see cref="WireRefusal"/>.</summary>
public static class WireCodes
{
    /// <summary>No byte after the version.</summary>
    public const string FrameEmpty = "frame-empty";

    /// <summary>Cut short, or not a frame at all.</summary>
    public const string FrameTruncated = "frame-truncated";

    /// <summary>More than <see cref="WireCodec.MaxFrameBytes"/>.</summary>
    public const string FrameTooLarge = "frame-too-large";

    /// <summary>Another version than <see cref="WireCodec.Version"/>.</summary>
    public const string VersionUnknown = "version-unknown";

    /// <summary>A well-formed frame of a kind that this version does not know. The receiver may ignore it.</summary>
    public const string FrameUnknown = "frame-unknown";

    /// <summary>A field has the wrong length or lies outside its range.</summary>
    public const string FieldInvalid = "field-invalid";

    public const string SpaceUnknown = "space-unknown";
    public const string DimensionWrong = "dimension-wrong";
    public const string TemplateNotFinite = "template-not-finite";
    public const string TemplateNotUnit = "template-not-unit";
}
