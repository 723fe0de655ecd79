using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class RequestCheckTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    internal enum Shade
    {
        Light,
        VeryDark,
    }

    internal sealed record Paint(
        [property: MaxLength(5)] string Name,
        Shade Shade,
        [property: Range(1, 9)] int Coats,
        StoreId? Store = null,
        IReadOnlyList<Shade>? Others = null
    );

    [Theory]
    [InlineData("""{"name":"a","shade":"veryDark","coats":1}""")]
    [InlineData("""{"NAME":"abcde","shade":"light","coats":9,"store":null,"others":["light"]}""")]
    public void What_fits_is_not_refused(string json) => Check(json).ShouldBeNull();

    [Theory]
    [InlineData("""{"shade":"light","coats":1}""", "name", "field-missing")]
    [InlineData("""{"name":null,"shade":"light","coats":1}""", "name", "field-missing")]
    [InlineData("""{"name":" \t","shade":"light","coats":1}""", "name", "field-missing")]
    [InlineData("""{"name":"abcdef","shade":"light","coats":1}""", "name", "field-too-long")]
    [InlineData("""{"name":"a\u0000","shade":"light","coats":1}""", "name", "field-invalid")]
    [InlineData("""{"name":"\udc00","shade":"light","coats":1}""", "name", "field-invalid")]
    [InlineData("""{"name":"a","shade":"dark","coats":1}""", "shade", "field-invalid")]
    [InlineData("""{"name":"a","shade":1,"coats":1}""", "shade", "field-invalid")]
    [InlineData("""{"name":"a","shade":"light","coats":"1"}""", "coats", "field-invalid")]
    [InlineData("""{"name":"a","shade":"light","coats":10}""", "coats", "field-out-of-range")]
    [InlineData("""{"name":"a","shade":"light","coats":1,"store":"x"}""", "store", "field-invalid")]
    [InlineData("""{"name":"a","shade":"light","coats":1,"others":["light","dark"]}""", "others[1]", "field-invalid")]
    [InlineData("""{"name":"a","shade":"light","coats":1,"other":[]}""", "other", "field-unknown")]
    public void What_does_not_fit_is_refused_by_its_field(string json, string field, string code)
    {
        var refusal = Check(json).ShouldNotBeNull();

        refusal.Code.ShouldBe(code);
        refusal.Errors!.Keys.ShouldBe([field]);
    }

    [Fact]
    public void A_choice_is_told_what_there_is() =>
        Check("""{"name":"a","shade":"dark","coats":1}""")!.Detail.ShouldBe("shade must be one of: light, veryDark.");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_no_object_is_refused_as_unreadable(string json) => Check(json)!.Code.ShouldBe("request-unreadable");

    private static Refusal? Check(string json) => RequestCheck.Json(Encoding.UTF8.GetBytes(json), Options.GetTypeInfo(typeof(Paint)));
}
