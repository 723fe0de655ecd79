using System.Text;

namespace RetailGuard.Edge.Setup;

/// <summary>The configuration's text, whatever mark of its encoding an editor put before it.</summary>
internal static class ConfigText
{
    /// <exception cref="EdgeSetupException">The file is no text in UTF-8, nor in UTF-16 or UTF-32 with their mark.</exception>
    public static string Read(string file)
    {
        try
        {
            using var reader = new StreamReader(
                file,
                new UTF8Encoding(false, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: true
            );
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new EdgeSetupException("config-invalid", $"{file} is not UTF-8 text. Save it with the encoding UTF-8.");
        }
    }
}
