using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Masterplan.Runtime.Store;

/// <summary>Keeps times as ticks of UTC, so that they sort.</summary>
internal sealed class TicksConverter() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
