using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>One role of the program.</summary>
internal interface IService
{
    /// <summary>The name that the health page shows.</summary>
    string Name { get; }

    /// <summary>Answers the request; false when the path is none of this service's.</summary>
    ValueTask<bool> TryHandleAsync(HttpContext context);
}
