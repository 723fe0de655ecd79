namespace RetailGuard.Vision;

/// <summary>A file is no picture that can be used. The message is a sentence for people; it holds nothing of the picture.</summary>
public sealed class PictureRefusedException(string code, string message) : Exception(message)
{
    /// <summary>
    /// <c>picture-empty</c>, <c>picture-file-too-large</c>, <c>picture-not-recognised</c>, <c>picture-too-large</c> or
    /// <c>picture-truncated</c>.
    /// </summary>
    public string Code { get; } = code;
}
