namespace RetailGuard.Foundation;

/// <summary>Says that a route takes photographs: for the API's description, since such a body is read by hand.</summary>
public abstract record PhotoUpload
{
    /// <summary>The whole body is one JPEG.</summary>
    public sealed record Body : PhotoUpload;

    /// <summary>A form: JSON in one field, the files in fields named photo.</summary>
    /// <param name="Field">Name of the JSON field.</param>
    /// <param name="Statement">What the JSON holds.</param>
    public sealed record Form(string Field, Type Statement, int Least, int Most) : PhotoUpload;
}
