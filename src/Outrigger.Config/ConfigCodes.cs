namespace Outrigger.Config;

/// <summary>Codes of the findings about sources of configuration.</summary>
public static class ConfigCodes
{
    /// <summary>A file or folder that does not exist or cannot be read.</summary>
    public const string UnreadableFile = "OUT0030";

    /// <summary>A file with errors, of which the last good version is in force.</summary>
    public const string LastGoodKept = "OUT0031";

    /// <summary>An object that a later file has too, which is the one in force.</summary>
    public const string ShadowedObject = "OUT0032";

    /// <summary>A stored object that cannot be read back.</summary>
    public const string CorruptStoredObject = "OUT0033";

    /// <summary>A file that could not be judged because of a fault of the program itself.</summary>
    public const string InternalFault = "OUT0034";
}
