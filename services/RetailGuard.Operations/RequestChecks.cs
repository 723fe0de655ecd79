using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailGuard.Foundation;

namespace RetailGuard.Operations;

/// <summary>Looks at addresses and bodies before any use case does, so that one answer names all that is wrong.</summary>
internal static class RequestChecks
{
    /// <summary>After routing and before anybody is asked who they are: where nothing is, nothing is guarded.</summary>
    public static void UseAddresses(IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                switch (context.GetEndpoint())
                {
                    case RouteEndpoint:
                        await next(context);
                        return;
                    case null:
                        await RefuseAsync(context, new("address-unknown", "There is nothing at this address.", RefusalKind.NotFound));
                        return;
                    case var refusing:
                        // Routing's own: it sets 405 with what is allowed, or 415.
                        await refusing.RequestDelegate!(context);
                        await RefuseAsync(
                            context,
                            context.Response.StatusCode is StatusCodes.Status415UnsupportedMediaType
                                ? UnreadableRequests.WrongType
                                : new(
                                    "method-not-allowed",
                                    $"This address answers {context.Response.Headers.Allow}.",
                                    RefusalKind.MethodNotAllowed
                                )
                        );
                        return;
                }
            }
        );

    /// <summary>After it is known who asks: strangers make the server read nothing.</summary>
    public static void UseRequests(IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var refusal = Parameters(context) ?? await BodyAsync(context);
                await (refusal is null ? next(context) : RefuseAsync(context, refusal));
            }
        );

    private static Refusal? Parameters(HttpContext context)
    {
        var wrong = new WrongFields();
        var read = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Where(p => p.HasTryParse) ?? [];
        foreach (var parameter in read)
        {
            var value = context.GetRouteValue(parameter.Name)?.ToString() ?? context.Request.Query[parameter.Name].FirstOrDefault();
            if (RequestCheck.Parameter(parameter.Name, value, parameter.ParameterInfo.ParameterType, parameter.IsOptional) is { } sentence)
            {
                wrong.Add(parameter.Name, value is null ? "field-missing" : "field-invalid", sentence);
            }
        }

        return wrong.Refusal;
    }

    private static async Task<Refusal?> BodyAsync(HttpContext context)
    {
        var request = context.Request;
        if (
            context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not { RequestType: { } wanted } accepts
            || !accepts.ContentTypes.Contains("application/json")
            || !request.HasJsonContentType()
        )
        {
            return null;
        }

        var body = new MemoryStream();
        context.Response.RegisterForDispose(body);
        await request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        request.Body = body;
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return RequestCheck.Json(body.GetBuffer().AsMemory(0, (int)body.Length), json.GetTypeInfo(wanted));
    }

    private static Task RefuseAsync(HttpContext context, Refusal refusal) => refusal.ToHttp().ExecuteAsync(context);
}
