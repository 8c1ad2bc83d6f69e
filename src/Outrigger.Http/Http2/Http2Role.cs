namespace Outrigger.Http.Http2;

/// <summary>Which end of the connection we are.</summary>
public enum Http2Role : byte
{
    /// <summary>We receive requests.</summary>
    Server = 0,

    /// <summary>We send requests.</summary>
    Client = 1,
}
