using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RetailGuard.Foundation;
using RetailGuard.Gateway;
using RetailGuard.Identity;
using Scalar.AspNetCore;

namespace RetailGuard.Server;

/// <summary>The API described by itself: <c>/openapi/v1.json</c>, and <c>/api-reference</c> to read it. The tablet's client is generated from it.</summary>
internal static class ApiDescription
{
    private const string Document = "v1";
    private const string Path = $"/openapi/{Document}.json";
    private const string PagePath = "/api-reference";
    private const string ProblemType = "application/problem+json";

    /// <summary>What goes over the tablets' live line, which OpenAPI has no words for.</summary>
    private static readonly Type[] LiveMessages =
    [
        typeof(AlertSnapshot),
        typeof(AlertDelta),
        typeof(StoreDelta),
        typeof(Pulse),
        typeof(SignedOut),
    ];

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(
            Document,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.CreateSchemaReferenceId = NameOf;
                options.AddSchemaTransformer(DescribeIdsAndRequests);
                options.AddOperationTransformer(DescribeOperationAsync);
                options.AddDocumentTransformer(DescribeDocumentAsync);
            }
        );

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string NothingSecret = "it describes the product, which is the same for every retailer, and holds nothing of any";
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnyone(NothingSecret);
        routes.MapScalarApiReference(PagePath, Page).AllowAnyone(NothingSecret);
    }

    /// <summary>Everything comes from this server. The page's one script of its own runs by a number that is used once.</summary>
    private static void Page(ScalarOptions page, HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Response.Headers.ContentSecurityPolicy += $"; script-src 'self' 'nonce-{nonce}'";
        page.WithTitle("RetailGuard API")
            .WithOpenApiRoutePattern(Path)
            .WithNonce(nonce)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton();
    }

    /// <summary>The document as it is served, from a host that never starts.</summary>
    public static async Task WriteAsync(WebApplication app, string file, CancellationToken cancellation)
    {
        // A host hands its routes over when it starts; this one has to be asked.
        app.UseEndpoints(_ => { });
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Document).GetOpenApiDocumentAsync(cancellation);
        await using var stream = File.Create(file);
        await document.SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_1, cancellation);
    }

    /// <summary>A use case's own request is named after the use case; other types have a name of their own.</summary>
    private static string? NameOf(JsonTypeInfo type)
    {
        if (type.Type == typeof(Stream) || type.Type == typeof(IFormFile) || IsId(type.Type))
        {
            return null;
        }

        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is "Request" && type.Type.DeclaringType is { } useCase ? useCase.Name + name : name;
    }

    private static Task DescribeIdsAndRequests(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellation
    )
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (IsId(type))
        {
            var isNullable = type != context.JsonTypeInfo.Type;
            (schema.Type, schema.Format) = (isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String, "uuid");
        }
        else if (type.IsGenericType && type.GetGenericArguments() is [var element] && IsId(element))
        {
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
        }

        if (type.IsEnum && schema.Enum is { } values)
        {
            // Where it may be left out, the member says so: an enumeration has no value for nothing.
            (schema.Type, schema.Enum) = (
                JsonSchemaType.String,
                [.. values.Where(value => value is not null && value.GetValueKind() is JsonValueKind.String)]
            );
        }

        if (context.ParameterDescription?.Source == BindingSource.Body && context.JsonPropertyInfo is null && !type.IsEnum)
        {
            // Refused by name: see RequestCheck.
            schema.AdditionalPropertiesAllowed = false;
        }

        return Task.CompletedTask;
    }

    private static bool IsId(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type)
            .GetInterfaces()
            .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityId<>));

    private static async Task DescribeOperationAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<MethodInfo>().FirstOrDefault() is { DeclaringType: { } useCase } method)
        {
            var step = method.Name is "Run" or "RunAsync" ? "" : method.Name.Replace("Async", "", StringComparison.Ordinal);
            operation.OperationId = useCase.Name + step;
            operation.Summary ??= XmlSummaries.Of(method) ?? XmlSummaries.Of(useCase);
            operation.Tags = new HashSet<OpenApiTagReference> { new(useCase.Assembly.GetName().Name!.Split('.')[^1], context.Document) };
        }

        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "Refused: code is for programs, detail for people, and errors names every field that is wrong.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemType] = new()
                {
                    Schema = Named(await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation), context.Document),
                },
            },
        };
        foreach (var id in context.Description.ParameterDescriptions.Where(p => IsId(p.ParameterDescriptor.ParameterType)))
        {
            var described = operation.Parameters!.OfType<OpenApiParameter>().Single(p => p.Name == id.Name);
            described.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
        }

        foreach (var key in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.Name == "Idempotency-Key") ?? [])
        {
            key.Required = true;
            key.Description = "New for each act, the same when it is repeated because no answer came.";
            key.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
        }

        if (metadata.OfType<PhotoUpload>().SingleOrDefault() is { } upload)
        {
            operation.RequestBody = await BodyAsync(upload, context, cancellation);
        }

        var who = metadata.OfType<AccessDeclaration>().Single().Who;
        operation.Description = $"For {who}.";
        operation.Security = [];
        if (who.Split(' ').Contains("tablet"))
        {
            operation.Security.Add(Requirement(AccessSchemes.Tablet, context.Document));
        }

        if (who is not "tablet" && !who.StartsWith("anyone", StringComparison.Ordinal))
        {
            operation.Security.Add(Requirement(AccessSchemes.Person, context.Document));
        }
    }

    private static async Task<OpenApiRequestBody> BodyAsync(
        PhotoUpload upload,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellation
    )
    {
        var picture = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        if (upload is not PhotoUpload.Form form)
        {
            return new()
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["image/jpeg"] = new() { Schema = picture } },
            };
        }

        var statement = await context.GetOrCreateSchemaAsync(form.Statement, null, cancellation);
        statement.AdditionalPropertiesAllowed = false;
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                [form.Field] = Named(statement, context.Document),
                ["photo"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = picture,
                    MinItems = form.Least,
                    MaxItems = form.Most,
                },
            },
            Required = new HashSet<string> { form.Field, "photo" },
        };
        return new()
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = schema,
                    Encoding = new Dictionary<string, OpenApiEncoding> { [form.Field] = new() { ContentType = "application/json" } },
                },
            },
        };
    }

    /// <summary>
    /// Puts a schema that was asked for by hand, and all that it holds, among the components, as the framework does with those it finds itself.
    /// </summary>
    /// <returns>The reference to it, or itself when its type has no name.</returns>
    private static IOpenApiSchema Named(IOpenApiSchema found, OpenApiDocument? document)
    {
        if (found is not OpenApiSchema schema)
        {
            return found;
        }

        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
        {
            schema.Properties![name] = Named(property, document);
        }

        schema.Items = schema.Items is { } items ? Named(items, document) : null;
        if (schema.Metadata?.TryGetValue("x-schema-id", out var id) is not true || id is not string { Length: > 0 } known)
        {
            return schema;
        }

        if (document!.Components?.Schemas?.ContainsKey(known) is not true)
        {
            document.AddComponent(known, schema);
        }

        var reference = new OpenApiSchemaReference(known, document);
        return schema.Metadata.ContainsKey("x-is-nullable-property")
            ? new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, reference] }
            : reference;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static async Task DescribeDocumentAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellation
    )
    {
        document.Info = new()
        {
            Title = "RetailGuard",
            Version = Document,
            Description =
                "Ids are UUIDs, times ISO 8601 in UTC, enumerations camelCase. Members that are not described are refused by name. "
                + "Tablets listen on the SignalR hub /hubs/alerts for snapshot (AlertSnapshot), delta (AlertDelta), store (StoreDelta), "
                + "pulse (Pulse) and signedOut (SignedOut); connectors speak protobuf on the WebSocket /edge/stream.",
        };
        document.Servers = [];
        var components = document.Components ??= new();
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [AccessSchemes.Person] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = $"The token of a sign-in; browsers send it as the cookie {AccessSchemes.SessionCookie}.",
            },
            [AccessSchemes.Tablet] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = AccessSchemes.TabletHeader,
                Description = $"The token of a paired tablet; browsers send it as the cookie {AccessSchemes.TabletCookie}.",
            },
        };
        foreach (var message in LiveMessages)
        {
            Named(await context.GetOrCreateSchemaAsync(message, null, cancellation), document);
        }
    }
}

/// <summary>What the code says about a use case, from the files that the compiler writes beside each assembly.</summary>
internal static class XmlSummaries
{
    private static readonly Dictionary<Assembly, Dictionary<string, string>> Known = [];

    public static string? Of(Type type) => Find(type.Assembly, "T:" + Name(type));

    /// <summary>Overloads are not told apart: no use case has two handlers of one name.</summary>
    public static string? Of(MethodInfo method) => Find(method.DeclaringType!.Assembly, $"M:{Name(method.DeclaringType)}.{method.Name}");

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string? Find(Assembly assembly, string member)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(assembly, out var summaries))
            {
                Known[assembly] = summaries = Read(System.IO.Path.ChangeExtension(assembly.Location, "xml"));
            }

            return summaries.GetValueOrDefault(member);
        }
    }

    private static Dictionary<string, string> Read(string file)
    {
        var summaries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in File.Exists(file) ? XDocument.Load(file).Descendants("member") : [])
        {
            if (member.Element("summary") is { } summary)
            {
                summaries[member.Attribute("name")!.Value.Split('(')[0]] = Plain(summary);
            }
        }

        return summaries;
    }

    /// <summary>References become the last part of their name, and line ends spaces.</summary>
    private static string Plain(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
        {
            reference.ReplaceWith(reference.Attribute("cref")?.Value.Split('.', ':')[^1] ?? "");
        }

        return string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
