namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>What a requirement asks for.</summary>
internal enum JwtRequirementKind : byte
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A good token.</summary>
    Token,

    /// <summary>That what tokens there are be good.</summary>
    NoTokenOrGood,

    /// <summary>Nothing, but good tokens are used.</summary>
    Anything,

    /// <summary>One of the parts.</summary>
    Any,

    /// <summary>All parts.</summary>
    All,
}
