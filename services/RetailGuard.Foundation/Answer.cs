using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace RetailGuard.Foundation;

/// <summary>What a route answers: its success, which describes itself, or a refusal as <c>application/problem+json</c>.</summary>
/// <typeparam name="TSuccess"><c>Ok&lt;T&gt;</c>, <c>Created&lt;T&gt;</c>, <c>NoContent</c>, <see cref="JpegImage"/>, …</typeparam>
public sealed class Answer<TSuccess> : IResult, IEndpointMetadataProvider
    where TSuccess : IResult, IEndpointMetadataProvider
{
    private readonly IResult _result;

    private Answer(IResult result) => _result = result;

    [SuppressMessage("Usage", "CA2225", Justification = "Conversion is how a route answers.")]
    public static implicit operator Answer<TSuccess>(TSuccess success) => new(success);

    [SuppressMessage("Usage", "CA2225", Justification = "Conversion is how a route answers.")]
    public static implicit operator Answer<TSuccess>(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new(refusal.ToHttp());
    }

    public Task ExecuteAsync(HttpContext httpContext) => _result.ExecuteAsync(httpContext);

    /// <summary>The success alone: every route of the API may refuse, and its description says so in one place.</summary>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => TSuccess.PopulateMetadata(method, builder);
}

/// <summary>200 with a picture of a person, which no cache keeps.</summary>
public sealed class JpegImage(byte[] jpeg) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "image/jpeg";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(jpeg, MediaType).ExecuteAsync(httpContext);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), [MediaType]));
    }
}

/// <summary>200 with a drawing.</summary>
public sealed class SvgImage(string svg) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "image/svg+xml";

    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.Text(svg, MediaType, Encoding.UTF8).ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
    }
}

/// <summary>200 with a file to print or to keep.</summary>
public sealed class PdfFile(string name, byte[] pdf) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "application/pdf";

    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.File(pdf, MediaType, name).ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Stream), [MediaType]));
    }
}
