using System.Net;
using System.Text;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Admin;

/// <summary>
/// Finds the command of a request. A fault of a command is an answer with 500, never the end of the server.
/// </summary>
internal sealed class AdminRouter
{
    private readonly SortedDictionary<string, AdminCommand> _commands = new(StringComparer.Ordinal);
    private readonly EventLog _log;

    /// <summary>Makes a router of the commands, and adds <c>/</c> and <c>/help</c>.</summary>
    public AdminRouter(IEnumerable<AdminCommand> commands, EventLog log)
    {
        _log = log;
        AdminCommand home = new("/", "Admin home page", IsMutation: false, _ => HomePage());
        AdminCommand help = new(
            "/help", "print out list of admin commands", IsMutation: false,
            _ => AdminResponse.Text(HelpText()));
        foreach (AdminCommand command in commands.Append(home).Append(help))
        {
            _commands.Add(command.Path, command);
        }
    }

    /// <summary>Answers a request.</summary>
    public AdminResponse Answer(AdminRequest request)
    {
        if (!_commands.TryGetValue(request.Path, out AdminCommand? command))
        {
            return new AdminResponse(404, "invalid path. " + HelpText());
        }

        bool isAllowed = command.IsMutation
            ? request.Method == "POST"
            : request.Method is "GET" or "HEAD" or "POST";
        if (!isAllowed)
        {
            string wanted = command.IsMutation ? "POST" : "GET";
            string message = $"Method {request.Method} not allowed, {wanted} required.\n";
            return new AdminResponse(405, message) { Allow = wanted };
        }

        try
        {
            return command.Handle(request);
        }
        catch (Exception exception)
        {
            _log.Error("admin", "a command failed", ("path", request.Path), ("exception", exception));
            return new AdminResponse(500, "internal error, see the log\n");
        }
    }

    private string HelpText()
    {
        var text = new StringBuilder("admin commands are:\n");
        foreach (AdminCommand command in _commands.Values)
        {
            string method = command.IsMutation ? " (POST)" : "";
            text.Append("  ").Append(command.Path).Append(method);
            text.Append(": ").Append(command.Help).Append('\n');
        }

        return text.ToString();
    }

    private AdminResponse HomePage()
    {
        var page = new StringBuilder(
            "<!doctype html><html lang=\"en\"><head><title>outrigger-proxy</title></head><body>");
        page.Append("<h1>outrigger-proxy</h1><table>");
        foreach (AdminCommand command in _commands.Values)
        {
            string help = WebUtility.HtmlEncode(command.Help);
            string name = command.IsMutation
                ? $"<form method=\"post\" action=\"{command.Path}\"><button>{command.Path}</button></form>"
                : $"<a href=\"{command.Path}\">{command.Path}</a>";
            page.Append("<tr><td>").Append(name).Append("</td><td>").Append(help).Append("</td></tr>");
        }

        page.Append("</table></body></html>\n");
        return new AdminResponse(200, page.ToString(), AdminResponse.Html);
    }
}
