using System.Text;
using Outrigger.Http.Grpc;

namespace Outrigger.Http.Tests.Grpc;

public sealed class GrpcStatusTests
{
    [Theory]
    [InlineData(400, GrpcStatus.Internal)]
    [InlineData(401, GrpcStatus.Unauthenticated)]
    [InlineData(403, GrpcStatus.PermissionDenied)]
    [InlineData(404, GrpcStatus.Unimplemented)]
    [InlineData(429, GrpcStatus.Unavailable)]
    [InlineData(502, GrpcStatus.Unavailable)]
    [InlineData(503, GrpcStatus.Unavailable)]
    [InlineData(504, GrpcStatus.Unavailable)]
    [InlineData(500, GrpcStatus.Unknown)]
    [InlineData(302, GrpcStatus.Unknown)]
    public void An_answer_of_plain_http_has_a_status_of_grpc(int http, GrpcStatus expected) =>
        Assert.Equal(expected, GrpcStatuses.FromHttp(http));

    [Fact]
    public void Every_status_has_one_of_http_and_is_read_as_it_is_written()
    {
        foreach (var status in Enum.GetValues<GrpcStatus>())
        {
            Assert.True(GrpcStatuses.TryParse(GrpcStatuses.TextOf(status), out var read));
            Assert.Equal(status, read);
            Assert.InRange(GrpcStatuses.ToHttp(status), 200, 599);
            Assert.Equal(status == GrpcStatus.Ok, GrpcStatuses.ToHttp(status) == 200);
        }
    }

    [Theory]
    [InlineData("17", true)]
    [InlineData("4294967295", true)]
    [InlineData("", false)]
    [InlineData("-1", false)]
    [InlineData("1x", false)]
    [InlineData("99999999999999999999", false)]
    public void What_is_no_status_is_unknown(string text, bool isNumber)
    {
        Assert.Equal(isNumber, GrpcStatuses.TryParse(Encoding.ASCII.GetBytes(text), out var status));
        Assert.Equal(GrpcStatus.Unknown, status);
    }

    [Theory]
    [InlineData("application/grpc", GrpcForm.Grpc, "")]
    [InlineData("application/grpc+proto", GrpcForm.Grpc, "+proto")]
    [InlineData("Application/gRPC;charset=utf-8", GrpcForm.Grpc, ";charset=utf-8")]
    [InlineData("application/grpc-web", GrpcForm.Web, "")]
    [InlineData("application/grpc-web+thrift", GrpcForm.Web, "+thrift")]
    [InlineData("application/grpc-web-text", GrpcForm.WebText, "")]
    [InlineData("application/grpc-web-text+proto", GrpcForm.WebText, "+proto")]
    [InlineData("application/grpcweb", GrpcForm.None, "")]
    [InlineData("application/grpc-webs", GrpcForm.None, "")]
    [InlineData("application/json", GrpcForm.None, "")]
    [InlineData("", GrpcForm.None, "")]
    public void The_form_is_told_by_the_content_type(string contentType, GrpcForm expected, string suffix)
    {
        Assert.Equal(expected, GrpcContentType.Classify(Encoding.ASCII.GetBytes(contentType), out var found));
        Assert.Equal(suffix, Encoding.ASCII.GetString(found));
    }

    [Theory]
    [InlineData("Hello, world!", "Hello, world!")]
    [InlineData("100%", "100%25")]
    [InlineData("tab\tand\r\n", "tab%09and%0D%0A")]
    [InlineData("é", "%C3%A9")]
    public void A_message_is_percent_encoded(string message, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        var destination = new byte[GrpcMessageText.LengthMax(bytes.Length)];
        Assert.Equal(expected, Encoding.ASCII.GetString(destination, 0, GrpcMessageText.Encode(bytes, destination)));
    }
}
