using Outrigger.Routing.Compilation;
using Outrigger.Routing.Mutations;

namespace Outrigger.Routing.Tests.Mutations;

public sealed class HeaderTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("100%%", "100%")]
    [InlineData("%%%%PROTOCOL%%", "%%PROTOCOL%")]
    [InlineData("a%PROTOCOL%b", "a<Protocol>b")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS%", "<DownstreamRemoteAddress>")]
    [InlineData("%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%", "<DownstreamRemoteAddressWithoutPort>")]
    [InlineData("%UPSTREAM_REMOTE_ADDRESS%|%HOSTNAME%", "<UpstreamRemoteAddress>|<Hostname>")]
    [InlineData("[%REQUESTED_SERVER_NAME%]", "[]")]
    [InlineData("%REQ(X-User)%", "me and you")]
    [InlineData("%REQ(X-USER):2%", "me")]
    [InlineData("%REQ(X-USER):200%", "me and you")]
    [InlineData("%REQ(x-none?x-user)%", "me and you")]
    [InlineData("%REQ(x-user?:path)%", "me and you")]
    [InlineData("%REQ(x-none?:path):3%", "/pa")]
    [InlineData("[%REQ(x-none)%]", "[]")]
    [InlineData("%RESP(server)%", "upstream")]
    [InlineData("[%RESP(x-user)%]", "[]")]
    [InlineData("%START_TIME%", "2023-11-14T22:13:20.123Z")]
    [InlineData("%START_TIME(%s)%", "1700000000")]
    [InlineData("%START_TIME(%Y/%m/%d %H:%M:%S.%6f)%", "2023/11/14 22:13:20.123000")]
    [InlineData("%START_TIME(%FT%T.%1fZ)%", "2023-11-14T22:13:20.1Z")]
    public void A_value_is_filled_in(string source, string expected)
    {
        var context = new CompileContext(RoutingLimits.Default);
        HeaderTemplate? template = HeaderTemplate.Compile(source, FieldPath.Root, context);
        Assert.Empty(context.Errors);

        var format = new TestFormatContext(
            new TestHeaders(["x-user: me and you", ":path: /path"]), new TestHeaders(["server: upstream"]));
        var writer = new ByteWriter(new byte[100]);
        template!.Write(ref format, ref writer);
        Assert.Equal(expected, Bytes.Text(writer.Written));
    }

    [Theory]
    [InlineData("%NO_SUCH%", "%NO_SUCH% is not supported")]
    [InlineData("%DYNAMIC_METADATA(a:b)%", "%DYNAMIC_METADATA% is not supported")]
    [InlineData("100%", "begins no command operator; write %% for a percent sign")]
    [InlineData("100% sure", "begins no command operator")]
    [InlineData("%PROTOCOL", "begins no command operator")]
    [InlineData("%REQ(a", "has no closing parenthesis")]
    [InlineData("%REQ%", "needs a header's name")]
    [InlineData("%REQ()%", "needs a header's name")]
    [InlineData("%REQ(a?b?c)%", "needs a header's name")]
    [InlineData("%REQ(a):x%", "is no number")]
    [InlineData("%REQ(a):5", "is no number")]
    [InlineData("%PROTOCOL(x)%", "takes no argument")]
    [InlineData("%START_TIME(%q)%", "the conversion %q in %START_TIME(%q)% is not supported")]
    [InlineData("a\nb", "line break")]
    public void A_mistake_is_named(string source, string expected)
    {
        var context = new CompileContext(RoutingLimits.Default);
        Assert.Null(HeaderTemplate.Compile(source, FieldPath.Root.Field("value"), context));
        Assert.Contains(expected, Assert.Single(context.Errors).ToString(), StringComparison.Ordinal);
    }
}
