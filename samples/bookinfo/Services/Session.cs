using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>
/// Who is signed in: a cookie with a name. Any name will do and nothing is protected by it; it exists so that
/// routing rules can treat one person differently from another.
/// </summary>
internal static class Session
{
    private const string CookieName = "session";
    private const int MaxUserNameLength = 64;

    /// <summary>
    /// The signed-in user's name, null when nobody is signed in or the cookie is not one of ours.
    /// </summary>
    public static string? UserOf(HttpContext context) =>
        context.Request.Cookies.TryGetValue(CookieName, out var name) && IsValid(name) ? name : null;

    public static async Task SignInAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status400BadRequest, "sign in by posting a form with the field username");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var name = form["username"].ToString().Trim();
        if (!IsValid(name))
        {
            await context.Response.WriteErrorAsync(
                StatusCodes.Status400BadRequest,
                $"a user name has 1 to {MaxUserNameLength} letters, digits or characters of . - _ @");
            return;
        }

        context.Response.Cookies.Append(
            CookieName, name, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
        context.Response.Redirect("/productpage");
    }

    public static void SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(CookieName);
        context.Response.Redirect("/productpage");
    }

    // The name travels in a header, so it is kept to characters that every hop passes unchanged.
    private static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxUserNameLength
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');
}
